import { VisuallyHidden } from '@mantine/core';
import { ImageOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import classes from './branding.module.css';

/** The stored logo on the white ground that mails have, or the place where it would be. */
export function BrandingPicture({ address }: { readonly address: string | null }) {
  const { t } = useTranslation();
  return (
    <div className={classes['picture']}>
      {address === null ? (
        <>
          <ImageOff size={24} aria-hidden />
          <VisuallyHidden>{t('admin.branding.none')}</VisuallyHidden>
        </>
      ) : (
        <img src={address} alt={t('admin.branding.current')} />
      )}
    </div>
  );
}
