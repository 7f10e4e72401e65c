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
  // When this file is loaded, the packages may not be installed yet.
  const { Semaphore } = await import('async-mutex');
  const free = new Semaphore(capacity);
  return Promise.all(
    jobs.map((job) => free.runExclusive(() => run(job), Math.min(job.weight, capacity))),
  );
}
