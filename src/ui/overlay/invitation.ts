/** The invitation link of a call, and how it is shared. */

/** Addresses that can't be opened elsewhere. */
const isOnlyHere = (address: string) => /^(about|blob|data):/.test(address);

/** The address of a page, or of its parent if it is a frame without its own address, such as with `srcdoc`. */
function addressOf(page: Window): string {
  const { href } = page.location;
  return isOnlyHere(href) && page.parent !== page ? addressOf(page.parent) : href;
}

/** The invitation link: `inviteUrl` or the page itself; empty if it can't be opened elsewhere. */
export function invitationLink(inviteUrl: string): string {
  const { baseURI } = document;
  if (inviteUrl) return URL.canParse(inviteUrl, baseURI) ? new URL(inviteUrl, baseURI).href : '';
  let address = baseURI;
  try {
    address = addressOf(window);
  } catch {
    // A sandboxed frame can't read its parent's address, but has it as its base URI.
  }
  return isOnlyHere(address) ? '' : address;
}

/** Shares a link with the system's share sheet if there is one, or copies it; `refused` if neither is allowed. */
export async function sendInvitation(
  url: string,
): Promise<'shared' | 'copied' | 'cancelled' | 'refused'> {
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share({ url });
      return 'shared';
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return 'cancelled';
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    return 'copied';
  } catch {
    return 'refused';
  }
}
