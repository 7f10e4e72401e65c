/** Fetches the chunks of a running deployment, since the next deployment replaces all files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  KEPT_BUILDS,
  MANIFEST,
  newestFirst,
  readManifest,
  write,
  writeManifest,
} from './publish.mjs';

const TIMEOUT = 20_000;
const CHUNK = /^chunks\/[\w-]+\.js$/;

/**
 * Adds the chunks of the current deployment to a build, so that pages that are open there keep working.
 * Resolves with the number of fetched chunks; rejects if there is no deployment at the URL, or it cannot be read.
 * @param {string} live URL of the deployment, without a trailing slash
 * @param {string} folder the build to deploy next
 */
export async function carryOver(live, folder) {
  const deployed = readBuilds(await get(`${live}/${MANIFEST}`));
  if (!deployed) {
    throw new Error(`${live} is not a deployment of this server: it has no valid ${MANIFEST}.`);
  }
  const gone = new Set();
  let fetched = 0;
  for (const path of new Set(deployed.slice(0, KEPT_BUILDS).flat())) {
    // The path becomes a file name.
    if (!CHUNK.test(path))
      throw new Error(`${live}/${MANIFEST} lists ${path}, which is not a chunk.`);
    if (existsSync(join(folder, path))) continue;
    const content = await get(`${live}/${path}`);
    if (!content) gone.add(path);
    else write(join(folder, path), new Uint8Array(content));
    fetched += content ? 1 : 0;
  }
  const [current = [], ...local] = readManifest(folder);
  const carried = deployed.map((chunks) => chunks.filter((path) => !gone.has(path)));
  const builds = newestFirst([current, ...carried, ...local]);
  writeManifest(folder, builds.slice(0, KEPT_BUILDS));
  return fetched;
}

/** The custom domain in `wrangler.jsonc`, if there is one. */
export async function customDomain(file) {
  const { default: typescript } = await import('typescript');
  const { config } = typescript.parseConfigFileTextToJson(file, readFileSync(file, 'utf8'));
  const routes = [config?.routes, config?.route].flat().filter(Boolean);
  const own = routes.find(({ custom_domain }) => custom_domain);
  return own && `https://${own.pattern}`;
}

/** The builds listed in a manifest; undefined if the content is not a manifest, such as an error page. */
function readBuilds(content) {
  if (!content) return undefined;
  try {
    const { builds } = JSON.parse(new TextDecoder().decode(content));
    const isValid = builds.every((chunks) => chunks.every((path) => typeof path === 'string'));
    return isValid ? builds : undefined;
  } catch {
    return undefined;
  }
}

/** The content of a URL; undefined if there is none. */
async function get(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    const reason = error.cause?.message ?? error.message;
    throw new Error(`Couldn't fetch ${url}: ${reason}.`, { cause: error });
  }
}
