/** The results of a connection test as text, to send to support. */
import type { ConnectionReport, ConnectionStep } from '../../features/connection-test/report.js';
import { lineOf, type ConnectionWords } from '../i18n/connection-words.js';

const rounded = (value: unknown) =>
  typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;

/** The same in all languages, so that support can read it. Times are in milliseconds. */
const factsOf = ({ facts }: ConnectionStep): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${rounded(value)}`)
    .join(' ');

/** Contains neither the room name nor any secret; addresses only on request. */
export function connectionReport(
  { steps, conclusion, verdict, at, took }: ConnectionReport,
  {
    title,
    words,
    browser,
    addresses,
  }: {
    title: string;
    words: ConnectionWords['connectionTest'];
    /** The browser's user agent. */
    browser: string;
    addresses: boolean;
  },
): string {
  const lines = steps.flatMap((step) => [
    `${words.steps[step.id]}: ${words.verdicts[step.verdict]}. ${lineOf(words.lines, step)}`,
    `  ${step.id} ${step.verdict} ${step.finding} ${factsOf(step)}`,
    ...((addresses && step.addresses) || []).map((address) => `  ${address}`),
  ]);
  return [
    `${title}, ${new Date(at).toISOString()}, ${took} ms`,
    browser,
    '',
    `${words.verdicts[verdict]}: ${words.conclusions[conclusion]} (${conclusion})`,
    '',
    ...lines,
    '',
  ].join('\n');
}
