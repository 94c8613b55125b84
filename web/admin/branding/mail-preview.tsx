import { useTranslation } from 'react-i18next';

import type { MailServer } from '../mail-server';
import classes from './branding.module.css';

interface MailPreviewProps {
  readonly server: MailServer;
  /** Address of the picture that mails carry; null while they carry none. */
  readonly logo: string | null;
}

/** An invitation as its recipient gets it, with the sender of the live server where there is one. */
export function MailPreview({ server, logo }: MailPreviewProps) {
  const { t } = useTranslation();
  const settings = (server.live ?? server.draft)?.revision.settings;
  const name = settings?.senderName ?? t('admin.branding.platformName');
  const address = settings?.senderAddress;
  return (
    <figure className={classes['mail']} aria-label={t('admin.branding.preview')}>
      <div className={classes['head']}>
        <p>
          <strong>{t('admin.branding.from')}</strong> {address === undefined ? name : `${name} <${address}>`}
        </p>
        <p>
          <strong>{t('admin.branding.subject')}</strong> {t('admin.branding.sampleSubject')}
        </p>
      </div>
      <div className={classes['body']}>
        {logo !== null && <img src={logo} alt={t('admin.branding.current')} />}
        <p>{t('admin.branding.sampleGreeting')}</p>
        <p>{t('admin.branding.sampleText', { name })}</p>
        <p>{t('admin.branding.sampleClosing')}</p>
      </div>
    </figure>
  );
}
