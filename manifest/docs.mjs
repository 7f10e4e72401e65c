/** `npm run docs`: fills the tables in `docs` from the doc comments in `src`; `npm run check` fails if one is stale. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const DOCS = join(root, 'docs');
/** The text between these comments is generated; the first names the table, such as `attributes` or `members Call`. */
const TABLE = /<!-- table: ([\w ]+) -->\n[^]*?<!-- end of table -->/g;
/** The folders of `src/ui` whose parts are listed together. */
const VIEWS = {
  ...{ '': 'In several views', lobby: 'Lobby', toolbar: 'Toolbar', stage: 'Tiles' },
  ...{ notices: 'Messages', people: 'People', overlay: 'Menus and dialogs' },
  ...{ diagnostics: 'Connection test and statistics' },
};

/** The manifest of the element and of the headless core. */
export const readManifest = () =>
  cli({
    argv: ['analyze', '--config', 'manifest/config.mjs'],
    cwd: root,
    noWrite: true,
  });

/** All class declarations of a manifest, by name. */
export const classesOf = (manifest) =>
  new Map(
    manifest.modules.flatMap(({ declarations }) => declarations.map((one) => [one.name, one])),
  );

const code = (text) => (text ? `\`${text.replaceAll('|', '\\|')}\`` : '');
const inLine = (text = '') =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The description, and apart from it the default, in words if the description ends with it. */
function described({ description = '', default: value = '' }) {
  const [, text, words] = /^([^]*?)\s*(?:Default: ([^]+)\.)?$/.exec(description);
  return [inLine(text), words ? inLine(words) : value === "''" ? '' : code(value)];
}

const signature = ({ name, parameters = [] }) =>
  `${name}(${parameters.map((one) => (one.optional || one.default ? `${one.name}?` : one.name)).join(', ')})`;

/** Members of a class or an interface: properties first, then methods. */
function membersTable(members) {
  const isMethod = ({ kind, type }) => kind === 'method' || /^\(.*=>/.test(type?.text ?? '');
  const row = (one) => [
    code(one.kind === 'method' ? signature(one) : one.name),
    code(inLine(one.return?.type?.text ?? one.type?.text).replaceAll('\\|', '|')),
    inLine(one.description),
  ];
  const sorted = [...members.filter((one) => !isMethod(one)), ...members.filter(isMethod)];
  return table(['name', 'type', 'description'], sorted.map(row));
}

/** The members of an interface in `src`, those that it extends first. */
export function membersOf(name) {
  for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(root, 'src', file), 'utf8');
    if (!new RegExp(`interface ${name}\\b`).test(text)) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const found = source.statements.find(
      (one) => ts.isInterfaceDeclaration(one) && one.name.text === name,
    );
    const bases = (found?.heritageClauses ?? []).flatMap(({ types }) => types);
    return [
      ...bases.flatMap(({ expression }) => membersOf(expression.getText())),
      ...(found?.members ?? []).map((member) => ({
        name: member.name.text,
        kind: ts.isMethodSignature(member) ? 'method' : 'field',
        description: ts.getTextOfJSDocComment(member.jsDoc?.at(-1)?.comment) ?? '',
        type: { text: inLine(member.type?.getText()).replaceAll('\\|', '|') },
        parameters: member.parameters?.map((one) => ({ name: one.name.getText() })),
      })),
    ];
  }
  throw new Error(`There is no interface ${name} in src.`);
}

/** @type {Record<string, (element: any, classes: Map<string, any>, name: string) => string>} */
const TABLES = {
  attributes: ({ attributes }) =>
    table(
      ['attribute', 'property', 'what it does', 'default'],
      attributes.map((one) => [code(one.name), code(one.fieldName), ...described(one)]),
    ),
  properties: ({ members }) =>
    table(
      ['property', 'what it is', 'type', 'default'],
      members
        .filter(({ kind, attribute }) => kind === 'field' && !attribute)
        .map((one) => {
          const [text, value] = described(one);
          return [code(one.name), text, code(one.type.text), value];
        }),
    ),
  methods: ({ members }) =>
    table(
      ['method', 'what it does', 'returns'],
      members
        .filter(({ kind }) => kind === 'method')
        .map((one) => [code(signature(one)), inLine(one.description), code(one.return.type.text)]),
    ),
  events: ({ events }) =>
    table(
      ['event', '`detail`', 'when'],
      events.map(({ name, type, description }) => [
        code(name),
        code(/<(.+)>/.exec(type.text)[1].replace('void', '')),
        inLine(description),
      ]),
    ),
  slots: ({ slots }) =>
    table(
      ['slot', 'what it replaces'],
      slots.map((one) => [code(one.name), inLine(one.description)]),
    ),
  parts: ({ cssParts }) =>
    Object.entries(VIEWS)
      .map(([view, heading]) => {
        const parts = cssParts.filter((one) => (one.view in VIEWS ? one.view : '') === view);
        const rows = parts.map((one) => [code(one.name), inLine(one.description)]);
        return `### ${heading}\n\n${table(['part', 'what it is'], rows)}`;
      })
      .join('\n\n'),
  'custom properties': ({ cssProperties }) =>
    table(
      ['custom property', 'what it sets', 'default'],
      cssProperties.map((one) => [code(one.name), ...described(one)]),
    ),
  states: ({ cssStates }) =>
    table(
      ['state', 'when'],
      cssStates.map((one) => [code(one.name), inLine(one.description)]),
    ),
  members: (_element, classes, name) => membersTable(classes.get(name)?.members ?? membersOf(name)),
  'events of': (_element, classes, name) =>
    table(
      ['event', 'data', 'when'],
      classes
        .get(name)
        .events.map((one) => [
          code(one.name),
          code(one.type.text.replace('void', '')),
          inLine(one.description),
        ]),
    ),
};

/**
 * The guides with their tables as they must be.
 * @returns {Promise<{ file: string, text: string }[]>}
 */
export async function generate(manifest) {
  const classes = classesOf(manifest);
  const element = classes.get('VideoCallElement');
  const guides = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
  return Promise.all(
    guides.map(async (name) => {
      const file = join(DOCS, name);
      const filled = readFileSync(file, 'utf8').replace(TABLE, (_all, title) => {
        const [, kind, subject] = /^([a-z ]+?)(?: ([A-Z]\w*))?$/.exec(title) ?? [];
        if (!TABLES[kind]) throw new Error(`There is no table "${title}" (${name}).`);
        return `<!-- table: ${title} -->\n\n${TABLES[kind](element, classes, subject)}\n\n<!-- end of table -->`;
      });
      return {
        file,
        text: await format(filled, { ...(await resolveConfig(file)), filepath: file }),
      };
    }),
  );
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, text } of await generate(await readManifest())) writeFileSync(file, text);
}
