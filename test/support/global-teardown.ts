import { stopEmbeddedServices } from './embedded-services';

export default async function globalTeardown(): Promise<void> {
  await stopEmbeddedServices();
}
