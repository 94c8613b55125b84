import { createApiClient } from '../../../client';

/** The public API, as this browser's session may use it. */
export const api = createApiClient({ persistence: { attempts: 2, longestPauseMs: 2000 } });
