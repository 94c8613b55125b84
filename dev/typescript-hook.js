'use strict';

// Lets a component process run from the TypeScript sources, as the tests do: `node --require dev/typescript-hook.js`.
// The built service never loads it.

const { readFileSync } = require('node:fs');

require.extensions['.ts'] = (loaded, filename) => {
  const { transformSync } = require('@swc/core');
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    sourceMaps: 'inline',
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    // `import()` stays as it is: packages of ES modules can only be loaded that way.
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  loaded['_compile'](code, filename);
};
