/** Runs jobs in parallel, as many as the machine can handle. */
import { Semaphore } from 'async-mutex';

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
export function runJobs(jobs, capacity, run) {
  const free = new Semaphore(capacity);
  return Promise.all(
    jobs.map((job) => free.runExclusive(() => run(job), Math.min(job.weight, capacity))),
  );
}
