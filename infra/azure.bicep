// Everything Bulwark needs in Azure: an identity that is the bot and vouches for the Graph app, the server, its
// database in a network of its own, the two secrets there are, and a place for logs.

@minLength(4)
@maxLength(18)
@description('Names all resources. Lower-case letters and digits; unique in the world, because it becomes a host name.')
param baseName string

@description('Application id of the app registration that reads and writes Microsoft Graph.')
param graphClientId string

@description('Object id of the first admin, or group:<object id>.')
param admins string

@description('Who may only read: object ids and group:<object id>; or none. The same for the roles below.')
param viewers string

@description('Who may harden and undo.')
param hardeners string

@description('Who may contain and release users.')
param responders string

@description('Who may approve what another person asked for.')
param approvers string

@description('Accounts that are never touched: object ids, user principal names, group:<object id>; or none.')
param protectedAccounts string

@secure()
@minLength(16)
@description('Password of the database. Letters and digits only: it becomes part of an address.')
param databasePassword string

@secure()
@description('What signs the checkpoints of the journal: an Ed25519 private key (PKCS #8) as base64.')
param checkpointKey string

param location string = resourceGroup().location
param serverSku string = 'P0v3'
param databaseSku string = 'Standard_B1ms'
param botSku string = 'F0'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: baseName
  location: location
}

module network 'network.bicep' = {
  name: 'network'
  params: { baseName: baseName, location: location }
}

module logs 'logs.bicep' = {
  name: 'logs'
  params: { baseName: baseName, location: location }
}

module database 'database.bicep' = {
  name: 'database'
  params: {
    baseName: baseName
    location: location
    sku: databaseSku
    password: databasePassword
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseDnsZoneId
    workspaceId: logs.outputs.workspaceId
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    baseName: baseName
    location: location
    readerPrincipalId: identity.properties.principalId
    databaseUrl: 'postgres://bulwark:${databasePassword}@${database.outputs.host}:5432/bulwark?sslmode=verify-full'
    checkpointKey: checkpointKey
    workspaceId: logs.outputs.workspaceId
  }
}

module server 'server.bicep' = {
  name: 'server'
  params: {
    baseName: baseName
    location: location
    sku: serverSku
    identityId: identity.id
    subnetId: network.outputs.serverSubnetId
    workspaceId: logs.outputs.workspaceId
    settings: {
      BOT_ID: identity.properties.clientId
      BOT_TENANT_ID: identity.properties.tenantId
      BOT_MANAGED_IDENTITY_ID: identity.properties.clientId
      GRAPH_CLIENT_ID: graphClientId
      GRAPH_MANAGED_IDENTITY_ID: identity.properties.clientId
      ADMINS: admins
      VIEWERS: viewers
      HARDENERS: hardeners
      RESPONDERS: responders
      APPROVERS: approvers
      PROTECTED: protectedAccounts
      DATABASE_URL: '@Microsoft.KeyVault(SecretUri=${vault.outputs.databaseUrlUri})'
      CHECKPOINT_KEY: '@Microsoft.KeyVault(SecretUri=${vault.outputs.checkpointKeyUri})'
    }
  }
}

module bot 'bot.bicep' = {
  name: 'bot'
  params: {
    baseName: baseName
    sku: botSku
    identityId: identity.id
    identityClientId: identity.properties.clientId
    tenantId: identity.properties.tenantId
    host: server.outputs.host
  }
}

// The toolkit writes these into the env file.
output BOT_ID string = identity.properties.clientId
output BOT_DOMAIN string = server.outputs.host
output APP_SERVICE_ID string = server.outputs.id
output IDENTITY_PRINCIPAL_ID string = identity.properties.principalId
