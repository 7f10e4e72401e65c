/** Hands the link of a call on: by the system's own sheet where there is one, else by the clipboard. */

/** Shares a link, or copies it; `refused` where the browser lets a page do neither. */
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
