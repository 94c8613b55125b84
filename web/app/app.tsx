import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { BrowserRouter } from 'react-router';

import { queryClient } from '../shared/api/query-client';
import { pageNonce } from './page-nonce';
import { SessionGate } from './session-gate';
import { Splash } from './splash';
import { cssVariables, theme } from './theme';

/** Everything that the views stand in: looks, data, addresses. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={pageNonce}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <Suspense fallback={<Splash />}>
            <SessionGate />
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
