import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './global.css';

import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { startTexts } from '../texts/start-texts';
import { App } from './app';
import { pageNonce } from './page-nonce';

setNonce(pageNonce());

const root = document.getElementById('root');
if (root) void start(root);

/** Nothing is shown without its texts; they are small and come with the page. */
async function start(place: HTMLElement): Promise<void> {
  await startTexts();
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
