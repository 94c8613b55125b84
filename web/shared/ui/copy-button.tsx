import { Button, CopyButton as Copy } from '@mantine/core';
import { Check, Copy as CopyIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Puts a text on the clipboard and says that it is there. `of` names the text for those who do not see it. */
export function CopyButton({ value, of }: { readonly value: string; readonly of: string }) {
  const { t } = useTranslation();
  return (
    <Copy value={value} timeout={2500}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={copy}
          leftSection={copied ? <Check size={14} aria-hidden /> : <CopyIcon size={14} aria-hidden />}
          aria-label={t(copied ? 'shared.copiedOf' : 'shared.copyOf', { of })}
        >
          {t(copied ? 'shared.copied' : 'shared.copy')}
        </Button>
      )}
    </Copy>
  );
}
