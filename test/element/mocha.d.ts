/** The few words of mocha that the tests use; it comes with the test runner, without its types. */
declare function describe(name: string, tests: () => void): void;
declare function it(name: string, test: () => void | Promise<void>): void;
declare function before(prepare: () => unknown): void;
declare function beforeEach(prepare: () => void | Promise<void>): void;
declare function afterEach(tidy: () => void | Promise<void>): void;
