import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Moves messages and stack traces of failures into an attribute that the payload codec encrypts. Workers and clients
 * load this module by its path, workers also into the workflow sandbox: it must import nothing but `@temporalio/common`.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
