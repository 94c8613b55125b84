'use strict';

const swc = [
  '@swc/jest',
  { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
];

// jose and its friends ship ES modules only; jest runs CommonJS, so they are transformed as well.
const esmOnlyPackages = ['jose', 'openid-client', 'oauth4webapi'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': swc, '^.+\\.js$': swc },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnlyPackages.join('|')})/)`],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  setupFiles: ['<rootDir>/test/support/own-ports.ts'],
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Tests wait for servers more than for the processor: three of them keep two cores busy.
  maxWorkers: 3,
  testTimeout: 60_000,
};
