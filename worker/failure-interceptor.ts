import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

import { toFailure } from '../activities/failure-mapping';

/** Gives every error that leaves an activity its catalogue code, in one place for all activities. */
export const failureInterceptor: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
};
