import { Button, Group, Text } from '@mantine/core';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { meQuery } from '../shared/api/me';
import { sessionEnd } from '../shared/api/session-end';
import { Dialog } from '../shared/ui/dialog';
import { loginAddress } from './login-address';

/**
 * Comes up when the session has ended while the page was open. Whoever logs in again comes back to this place; whoever
 * does so in another tab just goes on here.
 */
export function SessionEndDialog() {
  const { t } = useTranslation();
  const hasEnded = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.hasCome);
  const location = useLocation();
  useResumption(hasEnded);
  return (
    <Dialog isOpen={hasEnded} onClose={sessionEnd.forget} title={t('app.sessionEnd.title')}>
      <Text>{t('app.sessionEnd.text')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={sessionEnd.forget}>
          {t('app.sessionEnd.later')}
        </Button>
        <Button
          component="a"
          href={loginAddress(location)}
          leftSection={<LogIn size={16} aria-hidden />}
          data-autofocus
        >
          {t('app.sessionEnd.logIn')}
        </Button>
      </Group>
    </Dialog>
  );
}

/** Looks whether somebody is logged in again whenever the person comes back to this tab. */
function useResumption(hasEnded: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!hasEnded) return undefined;
    const look = (): void => {
      void resume(queries);
    };
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [hasEnded, queries]);
}

async function resume(queries: QueryClient): Promise<void> {
  const me = await queries.fetchQuery({ ...meQuery, staleTime: 0, retry: false }).catch(() => null);
  if (!me) return;
  sessionEnd.forget();
  await queries.invalidateQueries();
}
