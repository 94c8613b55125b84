import type { WebhookAnswer, WebhookDelivery, WebhookSender } from '../../activities/ports/webhooks';
import { WebhookPost, type WebhookPostOptions, type WebhookTarget } from './webhook-post';

export interface WebhookSenderOptions extends WebhookPostOptions {
  readonly endpoint: WebhookTarget;
}

/** Posts events to the one endpoint of the product’s backend. */
export class HttpWebhookSender implements WebhookSender {
  readonly #endpoint: WebhookTarget;
  readonly #post: WebhookPost;

  constructor({ endpoint, ...options }: WebhookSenderOptions) {
    this.#endpoint = endpoint;
    this.#post = new WebhookPost(options);
  }

  async send(delivery: Pick<WebhookDelivery, 'id' | 'body'>, signal: AbortSignal): Promise<WebhookAnswer> {
    return await this.#post.send(this.#endpoint, delivery, signal);
  }
}
