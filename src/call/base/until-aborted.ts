/** Like the promise, but rejects once the signal aborts: a browser never settles pending work on a closed connection. */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const handleAbort = () => reject(new DOMException('Aborted', 'AbortError'));
    signal.addEventListener('abort', handleAbort);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', handleAbort));
  });
}
