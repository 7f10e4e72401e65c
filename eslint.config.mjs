/** What the linter checks: TypeScript, Lit and accessibility rules, and the house style. */
import { defineConfig } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** Language features that the house does without. */
const withoutThem = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals instead of an enum.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.' },
  { selector: 'TSParameterProperty', message: 'Declare the field and assign it.' },
];
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export it by its name.' };

export default defineConfig(
  {
    ignores: [
      'dist/',
      'dist-server/',
      '.partykit/',
      '.wrangler/',
      '.rooms/',
      '.cache/',
      'coverage/',
      '.build/',
    ],
  },
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...withoutThem, noDefaultExport],
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: { ...litA11y.configs.recommended.rules, 'no-console': ['error', { allow: ['warn'] }] },
  },
  {
    files: ['test/element/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@open-wc/testing',
              importNames: ['waitUntil'],
              message: 'It gives up after one second: use that of wait-until.js.',
            },
          ],
        },
      ],
    },
  },
  {
    // TypeScript itself knows what exists; nobody else does for these.
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        clearTimeout: false,
        console: false,
        process: false,
        clearInterval: false,
        setInterval: false,
        setTimeout: false,
        AbortController: false,
        AbortSignal: false,
        fetch: false,
        TextDecoder: false,
        TextEncoder: false,
        URL: false,
        URLSearchParams: false,
      },
    },
    rules: { 'no-undef': 'error' },
  },
  {
    // These are asked for a default export.
    files: [
      ...[
        '*.config.mjs',
        'manifest/config.mjs',
        '.dependency-cruiser.mjs',
        '.size-limit.mjs',
        '**/*.d.ts',
        'test/runner/node-reporter.mjs',
      ],
      ...[
        'party/runtimes/partykit.ts',
        'party/runtimes/partykit-directory.ts',
        'party/runtimes/worker.ts',
        'party/runtimes/serve.ts',
        'test/server/support/*-party.ts',
        'test/server/support/*-worker.ts',
        'test/bench/bare-relay.ts',
      ],
    ],
    rules: { 'no-restricted-syntax': ['error', ...withoutThem] },
  },
);
