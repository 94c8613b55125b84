import '@mantine/core/styles.css';
import './global.css';

import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { startTexts } from '../texts/start-texts';
import { App } from './app';
import { pageNonce } from './page-nonce';

startTexts();
setNonce(pageNonce());

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
