export const world = {
  people: [
    person('admin', 'Megan Bowen', 'Admin: connects tenants, manages settings'),
    person('responder', 'Adele Vance', 'Responder: contains risky users'),
    person('hardener', 'Isaiah Langer', 'Hardener: sets policies to their secure value'),
    person('approver', 'Joni Sherman', 'Approver: second person for approvals'),
    person('viewer', 'Lee Gu', 'Viewer: reads only'),
    person('member', 'Pradeep Gupta', 'Member without a role'),
    person('guest', 'Alex Wilber', 'External guest', 'alexw@fabrikam.com'),
    person('outsider', 'Debra Berger', 'From another tenant', 'debrab@fabrikam.com'),
  ],
  conversations: [
    { alias: 'personal', name: 'Bulwark', type: 'personal' },
    { alias: 'soc', name: 'SOC', type: 'channel', team: 'Contoso Security' },
    { alias: 'random', name: 'random', type: 'channel', team: 'Contoso Security' },
  ],
};

function person(alias: string, name: string, note: string, userPrincipalName = `${alias}@contoso.com`) {
  return { alias, name, note, userPrincipalName };
}
