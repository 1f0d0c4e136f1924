/** Identity Protection and Conditional Access allow one request per second and tenant, to all apps together. */
export type RateSlot = {
  /** Claims this tenant's next request to them, and resolves with the milliseconds to wait before sending it. */
  next(tenantId: string): Promise<number>;
};
