/** The few functions of mocha that the tests use; the test runner includes it without its types. */
declare function describe(name: string, tests: () => void): void;
declare const it: ((name: string, test: () => void | Promise<void>) => void) & {
  skip(name: string, test: () => void | Promise<void>): void;
};
declare function before(prepare: () => unknown): void;
declare function beforeEach(prepare: () => void | Promise<void>): void;
declare function afterEach(tidy: () => void | Promise<void>): void;
