/** A reporter for `node --test` that writes counts to its destination, in the format that `run.mjs` reads. */
export default async function* (source) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A file that passed is not a test, but one that crashed is reported nowhere else.
    const isFile = data.nesting === 0 && data.file?.endsWith(data.name);
    if (data.details?.type === 'suite' || (isFile && type === 'test:pass')) continue;
    const reason = data.skip ?? data.todo;
    if (reason !== undefined) {
      counts.skipped.push({ name: data.name, reason: reason === true ? '' : reason });
    } else if (type === 'test:pass') counts.passed++;
    else counts.failed++;
  }
  yield JSON.stringify(counts);
}
