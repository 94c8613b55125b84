export { bodyOf, createApiClient, type ApiClient, type ApiClientOptions } from './api-client';
export {
  followLifecycles,
  followOrganization,
  type FollowOptions,
  type LifecycleStreamEvent,
  type OrganizationStreamEvent,
} from './events';
export type { Fetch, Persistence } from './persistent-fetch';
export { ApiProblem, UnexpectedAnswer, type ErrorCode, type Problem } from './problem';
export type { components, operations, paths } from './schema';
