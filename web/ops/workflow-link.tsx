import { Anchor, Group } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Leads to the very workflow in the Temporal UI; nothing where the deployment names no UI. */
export function WorkflowLink({ url, of }: { readonly url: string | null; readonly of: string }) {
  const { t } = useTranslation();
  if (url === null) return null;
  return (
    <Anchor
      href={url}
      target="_blank"
      rel="noreferrer"
      size="sm"
      aria-label={t('ops.workflows.linkOf', { of })}
      w="fit-content"
    >
      <Group gap={4} component="span" wrap="nowrap">
        <ExternalLink size={14} aria-hidden />
        {t('ops.workflows.link')}
      </Group>
    </Anchor>
  );
}
