import { useTranslation } from 'react-i18next';

import { useConnection } from '../../shared/events/connection';
import classes from './shell.module.css';

/** Whether the page hears of changes by itself at the moment. */
export function ConnectionSign() {
  const { t } = useTranslation();
  const state = useConnection();
  return (
    <output className={classes['connection']}>
      {state !== 'off' && (
        <>
          <span className={classes['dot']} data-state={state} aria-hidden />
          <span className={state === 'away' ? undefined : classes['wide']}>{t(`app.connection.${state}`)}</span>
        </>
      )}
    </output>
  );
}
