/** Identity Protection and Conditional Access allow one request per second and tenant, to all apps together. */
export type RateSlot = {
  /** Claims this tenant's next request to them, and resolves with the milliseconds to wait before sending it. */
  next(tenantId: string): Promise<number>;
  /** Claims a request only when nobody waits for one and answers 0; else the milliseconds after which to ask again. */
  spare(tenantId: string): Promise<number>;
};
