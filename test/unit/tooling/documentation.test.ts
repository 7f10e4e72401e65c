/** Everything public is described in the source, the guides show those descriptions, and their links work. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { SETTINGS } from '../../../party/gateway/settings.js';
import { classesOf, generate, readManifest } from '../../../manifest/docs.mjs';

interface Item {
  readonly name: string;
  readonly description?: string;
  readonly attribute?: string;
  readonly default?: string;
}
type Kind =
  'members' | 'attributes' | 'events' | 'slots' | 'cssParts' | 'cssProperties' | 'cssStates';
type Declaration = Partial<Record<Kind, readonly Item[]>>;

const KINDS: readonly Kind[] = [
  ...(['members', 'attributes', 'events', 'slots'] as const),
  ...(['cssParts', 'cssProperties', 'cssStates'] as const),
];

const root = fileURLToPath(new URL('../../..', import.meta.url));
const manifest = await readManifest();
const classes = classesOf(manifest) as ReadonlyMap<string, Declaration>;
const namesOf = (kind: Kind) =>
  (classes.get('VideoCallElement')?.[kind] ?? []).map(({ name }) => name).sort();

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { fileNames, options } = ts.parseJsonConfigFileContent(
  { ...config, include: ['src'] },
  ts.sys,
  root,
);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();
const views = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/src/ui/'));

/** All nodes of the interface's sources. */
const nodes = views.flatMap(function below(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return [node, ...children.flatMap(below)];
});

/** The strings that an expression can have, by its type. */
function stringsOf(expression: ts.Expression): string[] {
  const type = checker.getTypeAtLocation(expression);
  return (type.isUnion() ? type.types : [type]).flatMap((one) => {
    if (one.isStringLiteral()) return [one.value];
    const isOpen =
      one.flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.TemplateLiteral);
    assert.ok(!isOpen, `${where(expression)}: the type of ${expression.getText()} names no values`);
    return [];
  });
}

function where(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.pos).line + 1}`;
}

/** The values of an attribute in all templates, for all values of the expressions in it. */
function* valuesOf(attribute: '\\spart' | '<slot name'): Generator<{ value: string; at: string }> {
  const pattern = new RegExp(`${attribute}=(?:"([^"]*)"|(\\0\\d+\\0))`, 'g');
  for (const node of nodes) {
    if (!ts.isTemplateExpression(node) && !ts.isNoSubstitutionTemplateLiteral(node)) continue;
    const spans = ts.isTemplateExpression(node) ? [...node.templateSpans] : [];
    const head = ts.isTemplateExpression(node) ? node.head.text : node.text;
    const text = spans.reduce((all, { literal }, at) => `${all}\0${at}\0${literal.text}`, head);
    for (const [, quoted, bare] of text.matchAll(pattern)) {
      let values = [quoted ?? bare!];
      for (const [place, at] of (quoted ?? bare!).matchAll(/\0(\d+)\0/g)) {
        const strings = stringsOf(spans[Number(at)]!.expression);
        values = values.flatMap((value) => strings.map((string) => value.replace(place, string)));
      }
      for (const value of values) yield { value, at: where(node) };
    }
  }
}

/** The array literal that a chain of calls begins with. */
function firstList(node: ts.Node): ts.ArrayLiteralExpression {
  return ts.isArrayLiteralExpression(node) ? node : firstList(node.getChildAt(0));
}

/** The parts that code sets: `element.part.add(…)`, and lists of the form `[…].filter(Boolean).join(' ')`. */
function* partsInCode(): Generator<{ value: string; at: string }> {
  for (const node of nodes) {
    if (!ts.isCallExpression(node)) continue;
    const callee = node.expression.getText();
    const list =
      /^\[[^]*\]\s*\.filter\(Boolean\)\s*\.join$/.test(callee) &&
      node.arguments[0]?.getText() === "' '";
    const parts = callee.endsWith('.part.add')
      ? [...node.arguments]
      : list
        ? [...firstList(node).elements]
        : [];
    for (const part of parts) {
      for (const value of stringsOf(part)) yield { value, at: where(part) };
    }
  }
}

const sources = views.map(({ text }) => text).join('\n');
const matches = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** The values of a union of strings in `src`, and of the unions that it includes. */
function valuesOfType(name: string): string[] {
  const aliases = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.includes('/src/'))
    .flatMap(({ statements }) => [...statements])
    .filter((one): one is ts.TypeAliasDeclaration => ts.isTypeAliasDeclaration(one));
  const alias = aliases.find((one) => one.name.text === name);
  assert.ok(alias, `There is a type ${name}`);
  const type = checker.getTypeAtLocation(alias.type);
  return (type as ts.UnionType).types.map((one) => (one as ts.StringLiteralType).value);
}

test('every public member, attribute, event, slot, part, property and state has one description', () => {
  const missing: string[] = [];
  const twice: string[] = [];
  for (const [name, declaration] of classes) {
    for (const kind of KINDS) {
      const items = declaration[kind] ?? [];
      for (const item of items) {
        if (!item.description) missing.push(`${name}, ${kind}: ${item.name}`);
        if (items.find((one) => one.name === item.name) !== item) {
          twice.push(`${name}, ${kind}: ${item.name}`);
        }
      }
    }
  }
  assert.deepEqual({ missing, twice }, { missing: [], twice: [] });
});

test('every part that a view renders is described, and no other', () => {
  const described = new Set(namesOf('cssParts'));
  const reasons = new Set(valuesOfType('CallErrorReason'));
  const steps = new Set(valuesOfType('StepId'));
  const rendered = new Set<string>();
  const missing = new Set<string>();
  for (const { value, at } of [...valuesOf('\\spart'), ...partsInCode()]) {
    const [first, ...parts] = value.split(/\s+/).filter(Boolean);
    for (const part of first ? [first, ...parts] : []) {
      rendered.add(part);
      // These lists are in the guides, see below.
      const isListed =
        (first === 'message' && reasons.has(part as never)) ||
        (first === 'step' && steps.has(part as never));
      if (!described.has(part) && !isListed) missing.add(`${part} (${at})`);
    }
  }
  assert.deepEqual([...missing], []);
  assert.deepEqual(
    [...described].filter((part) => !rendered.has(part)),
    [],
  );
});

test('every slot of a view is described, and no other', () => {
  const slots = [...valuesOf('<slot name')].map(({ value }) => value);
  assert.deepEqual([...new Set(slots)].sort(), namesOf('slots'));
});

test('every custom property that a style sheet uses is described, and no other', () => {
  assert.deepEqual(matches(sources, /var\(\s*(--video-call-[\w-]+)/g), namesOf('cssProperties'));
  const wrong = (classes.get('VideoCallElement')?.cssProperties ?? []).filter(
    ({ name, default: value }) => value && !sources.includes(`var(${name}, ${value})`),
  );
  assert.deepEqual(wrong, [], 'the default is the one in the style sheet');
});

test('every state that the element sets is described, and no other', () => {
  const states = program.getSourceFile(join(root, 'src/ui/element/states.ts'))!;
  const [, body = ''] = /return \{([^]*?)\n {2}\};/.exec(states.text) ?? [];
  assert.deepEqual(matches(body, /^ {4}'?([\w-]+)'?:/gm), namesOf('cssStates'));
});

test('every event of the element is described, and no other', () => {
  const map = read('src/ui/base/video-call-event-map.ts');
  const [, body = ''] = /interface VideoCallEventMap \{([^]*?)\n\}/.exec(map) ?? [];
  assert.deepEqual(matches(body, /^ {2}'?([\w-]+)'?: CustomEvent/gm), namesOf('events'));
  // Only events for the page leave the shadow root.
  const composed = matches(sources, /new CustomEvent\('([\w-]+)', \{[^}]*composed: true/g);
  assert.ok(composed.length > 2, `only ${composed.join()} were found`);
  assert.deepEqual(
    composed.filter((name) => !namesOf('events').includes(name)),
    [],
  );
});

test('every exported type is described, with all its members', () => {
  const missing = new Set<string>();
  for (const entry of ['src/index.ts', 'src/headless.ts']) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, entry))!)!;
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol =
        exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (!(symbol.flags & ts.SymbolFlags.Interface)) continue;
      for (const member of checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
        const isOurs = member.declarations?.some((one) =>
          one.getSourceFile().fileName.includes('/src/'),
        );
        if (isOurs && !member.getDocumentationComment(checker).length)
          missing.add(`${symbol.name}.${member.name}`);
      }
    }
  }
  assert.deepEqual([...missing], []);
});

test('the guides list every error, every control that can be hidden, and every setting', () => {
  const lists = {
    'docs/events-and-scripting.md': [
      ...valuesOfType('CallErrorReason'),
      ...valuesOfType('Cause'),
      ...valuesOfType('CallStatus'),
    ],
    'docs/attributes-and-api.md': valuesOfType('Control').map((name) => `no${name}`),
    'docs/connection-test-and-statistics.md': valuesOfType('StepId'),
    'docs/operate.md': SETTINGS,
  };
  for (const [file, names] of Object.entries(lists)) {
    const text = read(file);
    assert.ok(names.length > 5, `${file}: ${names.length} names`);
    assert.deepEqual(
      names.filter((name) => !text.includes(`\`${name}\``)),
      [],
      file,
    );
  }
});

test('the tables in the guides are up to date; `npm run docs` renews them', async () => {
  for (const { file, text } of await generate(manifest)) {
    assert.ok(
      readFileSync(file, 'utf8') === text,
      `${relative(root, file)} is stale: npm run docs`,
    );
  }
});

/** The anchors of a document, as GitHub derives them from its headings. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
  const anchors = new Set<string>();
  for (const [, heading = ''] of headings) {
    const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
    anchors.add(words.replace(/\s/g, '-'));
  }
  return anchors;
}

test('every relative link in the documents leads to something', () => {
  const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const broken: string[] = [];
  let count = 0;
  for (const file of ['README.md', 'CONTRIBUTING.md', ...guides.map((name) => `docs/${name}`)]) {
    const text = read(file).replace(/^```[^]*?^```/gm, '');
    for (const [, markdown, html] of text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)) {
      const link = markdown ?? html!;
      if (/^[a-z]+:/.test(link)) continue;
      count += 1;
      const [path = '', anchor] = link.split('#');
      const target = path ? join(root, dirname(file), path) : join(root, file);
      const isThere =
        existsSync(target) && (!anchor || anchorsOf(readFileSync(target, 'utf8')).has(anchor));
      if (!isThere) broken.push(`${link} in ${file}`);
    }
  }
  assert.ok(count > 30, `${count} links`);
  assert.deepEqual(broken, []);
});
