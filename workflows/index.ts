export { announceEvents } from './announce-events';
export { checkMailServer } from './check-mail-server';
export { dispatchMail } from './dispatch-mail';
export { mailServerLifecycle } from './mail-server-lifecycle';
export { routeUndeliverable } from './route-undeliverable';
export { sweepInboundMail } from './sweep-inbound-mail';
export { sweepOutbox } from './sweep-outbox';
export { sweepAnnouncements } from './sweep-announcements';
