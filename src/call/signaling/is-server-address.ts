/** Whether the address can be that of a room server: an http or https URL. */
export const isServerAddress = (address: unknown): address is string =>
  typeof address === 'string' && /^https?:\/\//i.test(address) && URL.canParse(address);
