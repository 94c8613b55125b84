import { useQuery } from '@tanstack/react-query';

import { meQuery } from '../shared/api/me';
import { isSessionEnd } from '../shared/api/session-end';
import { FailureState } from '../shared/states/failure-state';
import { SessionEndDialog } from './session-end-dialog';
import { Shell } from './shell/shell';
import { Splash } from './splash';
import { StartPage } from './start-page';
import { ViewBoundary } from './view-boundary';
import { Views } from './views';

/** Lets in who is logged in, and asks everybody else to do so. */
export function SessionGate() {
  const me = useQuery(meQuery);
  if (me.data) {
    return (
      <>
        <Shell>
          <ViewBoundary>
            <Views />
          </ViewBoundary>
        </Shell>
        <ViewBoundary>
          <SessionEndDialog />
        </ViewBoundary>
      </>
    );
  }
  if (me.isError && isSessionEnd(me.error)) return <StartPage />;
  if (me.isError) return <FailureState whole error={me.error} onRetry={() => void me.refetch()} />;
  return <Splash />;
}
