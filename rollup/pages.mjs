/** Adds the pages of a folder, which load the script, to its build. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const SCRIPT = '<script type="module" src="video-call.js"></script>';
/** This page demonstrates that two lines are enough. */
const PLAIN = 'two-lines.html';

/**
 * Makes the pages fetch the first chunk together with the entry, which saves a round trip.
 * @param {string} folder
 */
export function pages(folder) {
  return {
    name: 'pages',
    generateBundle(_options, chunks) {
      const { fileName: first } = Object.values(chunks).find(({ isEntry }) => isEntry);
      const preload = `<link rel="modulepreload" href="${first}" />\n    ${SCRIPT}`;
      for (const path of readdirSync(folder, { recursive: true }).map(String)) {
        const file = join(folder, path);
        if (statSync(file).isDirectory()) continue;
        const isPage = path.endsWith('.html') && path !== PLAIN;
        const source = isPage
          ? readFileSync(file, 'utf8').replace(SCRIPT, preload)
          : readFileSync(file);
        this.emitFile({ type: 'asset', fileName: path.split(sep).join('/'), source });
      }
    },
  };
}
