/** Generates the manifest of the element from doc comments in `src`, and the data that editors read. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

import { getWebTypesData } from 'custom-element-jet-brains-integration';
import {
  getVsCodeCssCustomData,
  getVsCodeHtmlCustomData,
} from 'custom-element-vs-code-integration';

/** Where `scripts/setup.mjs` assembles a build. */
const outdir = process.env.OUT_DIR ?? '';
const ELEMENT = 'VideoCallElement';
/** The modules that pages import, with their names in the package; all others are internal. */
const ENTRIES = { 'src/index.ts': 'dist/video-call.js', 'src/headless.ts': 'dist/headless.js' };

const elementOf = ({ modules }) =>
  modules.flatMap(({ declarations }) => declarations).find(({ name }) => name === ELEMENT);

/** Replaces the name of a union of strings, such as `Layout`, with its values, so that editors can suggest them. */
function unions() {
  const texts = new Map();
  return {
    name: 'unions',
    analyzePhase({ ts, node }) {
      if (!ts.isTypeAliasDeclaration(node) || !ts.isUnionTypeNode(node.type)) return;
      const isText = (one) => ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal);
      const { types } = node.type;
      if (!types.every(isText)) return;
      texts.set(node.name.text, types.map((one) => one.getText()).join(' | '));
    },
    packageLinkPhase({ customElementsManifest }) {
      const { members, attributes } = elementOf(customElementsManifest);
      for (const { type } of [...members, ...attributes]) {
        if (type) type.text = texts.get(type.text) ?? type.text;
      }
    },
  };
}

/** Describes members and events of a class as the interfaces do that it implements, or that list its events. */
function interfaces() {
  const texts = new Map();
  const named = new Map();
  return {
    name: 'interfaces',
    analyzePhase({ ts, node, moduleDoc }) {
      if (ts.isInterfaceDeclaration(node)) {
        const described = node.members.map((member) => ({
          name: ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(),
          description: ts.getTextOfJSDocComment(member.jsDoc?.at(-1)?.comment),
          type: { text: member.type?.getText() ?? 'void' },
        }));
        texts.set(node.name.text, described);
      }
      if (!ts.isClassDeclaration(node)) return;
      const heritage = (node.heritageClauses ?? []).flatMap(({ types }) => types);
      const names = heritage.flatMap((one) => [one.expression, ...(one.typeArguments ?? [])]);
      const declaration = moduleDoc.declarations.find(({ name }) => name === node.name?.text);
      named.set(
        declaration,
        names.map((one) => one.getText()),
      );
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations } of customElementsManifest.modules) {
        for (const declaration of declarations.filter((one) => named.has(one))) {
          const names = named.get(declaration);
          const described = names.flatMap((name) => texts.get(name) ?? []);
          for (const member of declaration.members ?? []) {
            member.description ??= described.find(({ name }) => name === member.name)?.description;
          }
          const events = names.filter((name) => name.endsWith('Events'));
          // The analyzer takes the parameter of a method that dispatches events for an event.
          const fired = (declaration.events ?? []).filter(({ name }) => name !== 'type');
          declaration.events = [...fired, ...events.flatMap((name) => texts.get(name) ?? [])];
        }
      }
    },
  };
}

/** Describes attributes as `@attr` does: one that turns something off is the opposite of its property. */
function attributes() {
  const texts = new Map();
  return {
    name: 'attributes',
    analyzePhase({ ts, node }) {
      if (!ts.isClassDeclaration(node) || node.name?.text !== ELEMENT) return;
      for (const { tagName, comment } of ts.getJSDocTags(node)) {
        const [, name, text] = /^(\S+) - (.*)$/.exec(ts.getTextOfJSDocComment(comment) ?? '') ?? [];
        if (tagName.text === 'attr') texts.set(name, text);
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      const { attributes: all, members } = elementOf(customElementsManifest);
      const placeOf = ({ name }) => members.findIndex(({ attribute }) => attribute === name);
      all.sort((one, other) => placeOf(one) - placeOf(other));
      for (const attribute of all) {
        if (!texts.has(attribute.name)) continue;
        attribute.description = texts.get(attribute.name);
        delete attribute.default;
      }
    },
  };
}

/** Adds the parts and slots of the views to the element, since they all render into its shadow root. */
function views() {
  return {
    name: 'views',
    packageLinkPhase({ customElementsManifest }) {
      const element = elementOf(customElementsManifest);
      for (const { path, declarations } of customElementsManifest.modules) {
        for (const view of declarations.filter((one) => one !== element)) {
          element.slots.push(...(view.slots ?? []));
          const parts = (view.cssParts ?? []).map((part) => ({
            ...part,
            view: path.split('/')[2],
          }));
          element.cssParts.push(...parts);
        }
      }
    },
  };
}

/** Removes everything that is not public. */
function publicOnly() {
  const internal = new Set();
  return {
    name: 'public-only',
    analyzePhase({ ts, node }) {
      if (!ts.isClassElement(node)) return;
      const tags = ts.getJSDocTags(node).map(({ tagName }) => tagName.text);
      if (tags.includes('internal'))
        internal.add(`${node.parent.name?.text}.${node.name.getText()}`);
    },
    packageLinkPhase({ customElementsManifest }) {
      const { modules } = customElementsManifest;
      const element = elementOf(customElementsManifest);
      for (const one of modules.flatMap(({ declarations }) => declarations)) {
        const isPublic = ({ name, privacy = 'public', static: isStatic }) =>
          !isStatic &&
          !/^#/.test(name) &&
          privacy === 'public' &&
          !internal.has(`${one.name}.${name}`);
        one.members &&= one.members.filter(isPublic);
        for (const member of one.members ?? []) delete member.inheritedFrom;
        delete one.superclass;
      }
      element.attributes = element.attributes.filter(({ name }) =>
        element.members.some(({ attribute }) => attribute === name),
      );
      customElementsManifest.modules = Object.entries(ENTRIES).map(([source, path]) => {
        const { exports } = modules.find((module) => module.path === source);
        const found = exports.map(({ kind, name, declaration }) => ({
          ...{ kind, name },
          declaration: declarationOf(modules, declaration),
        }));
        const existing = found.filter(
          ({ kind, name, declaration }) =>
            declaration && (kind === 'js' || name === element.tagName),
        );
        return {
          ...{ kind: 'javascript-module', path },
          declarations: [...new Set(existing.map(({ declaration }) => declaration))],
          exports: existing.map(({ declaration, ...one }) => ({
            ...one,
            declaration: { name: declaration.name, module: path },
          })),
        };
      });
    },
  };
}

function declarationOf(modules, { name, module = '' }) {
  const path = module.replace(/^\.?\//, '').replace(/\.js$/, '.ts');
  const all = modules.flatMap((one) => one.declarations.map((found) => [one.path, found]));
  const named = all.filter(([, found]) => found.name === name);
  return (named.find(([one]) => one.endsWith(path)) ?? named[0])?.[1];
}

/** Writes what editors read of the manifest beside it. */
function editorData() {
  return {
    name: 'editor-data',
    packageLinkPhase({ customElementsManifest }) {
      if (!outdir) return;
      mkdirSync(outdir, { recursive: true });
      const files = {
        'vscode.html-custom-data.json': getVsCodeHtmlCustomData(customElementsManifest, {}),
        'vscode.css-custom-data.json': getVsCodeCssCustomData(customElementsManifest, {}),
        'web-types.json': getWebTypesData(customElementsManifest, { packageJson: false }),
      };
      for (const [name, text] of Object.entries(files)) writeFileSync(`${outdir}/${name}`, text);
    },
  };
}

export default {
  globs: ['src/**/*.ts'],
  // The analyzer prefixes it with the working directory.
  outdir: relative('.', outdir),
  litelement: true,
  packagejson: false,
  quiet: true,
  plugins: [...[unions(), interfaces(), attributes(), views(), publicOnly()], editorData()],
};
