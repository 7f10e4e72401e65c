/** Runs jobs in parallel, as many as the machine can handle. */

/**
 * Starts the jobs in order, each as soon as there is capacity for its weight; a job that is too heavy runs alone.
 * Resolves with all results, in the order of the jobs.
 * @template {{ weight: number }} Job
 * @template Result
 * @param {readonly Job[]} jobs
 * @param {number} capacity
 * @param {(job: Job) => Promise<Result>} run
 * @returns {Promise<Result[]>}
 */
export async function runJobs(jobs, capacity, run) {
  let load = 0;
  /** @type {Set<Promise<unknown>>} */
  const running = new Set();
  /** @type {Promise<Result>[]} */
  const results = [];
  for (const job of jobs) {
    const weight = Math.min(job.weight, capacity);
    while (load + weight > capacity) await Promise.race(running);
    load += weight;
    const result = run(job);
    results.push(result);
    const end = result.finally(() => {
      load -= weight;
      running.delete(end);
    });
    running.add(end);
  }
  return Promise.all(results);
}
