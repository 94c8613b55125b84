export { checkMailServer } from './check-mail-server';
export { dispatchMail } from './dispatch-mail';
export { mailServerLifecycle } from './mail-server-lifecycle';
export { routeUndeliverable } from './route-undeliverable';
export { sweepOutbox } from './sweep-outbox';
