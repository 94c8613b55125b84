import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import { api } from '../../shared/api/api';
import { codeOf } from '../../shared/api/failure';

export interface Logo {
  /** Address of the picture in this page; null without one. */
  readonly address: string | null;
  /** What the picture was told by when it was read, so that nobody else's is replaced unseen. */
  readonly tag: string | null;
  readonly isLoading: boolean;
  readonly refresh: () => Promise<void>;
}

/** The stored logo. That there is none is no failure. */
export function useLogo(organizationId: string): Logo {
  const queries = useQueryClient();
  const queryKey = ['organization', organizationId, 'logo'];
  const { data, isPending } = useQuery({ queryKey, queryFn: async () => readLogo(organizationId) });
  const address = useMemo(() => (data ? URL.createObjectURL(data.picture) : null), [data]);
  useEffect(() => {
    if (address === null) return undefined;
    return () => URL.revokeObjectURL(address);
  }, [address]);
  const tag = data?.tag ?? null;
  return { address, tag, isLoading: isPending, refresh: async () => queries.invalidateQueries({ queryKey }) };
}

interface ReadLogo {
  readonly picture: Blob;
  readonly tag: string | null;
}

async function readLogo(organizationId: string): Promise<ReadLogo | null> {
  try {
    const params = { path: { organizationId } };
    const answer = await api.GET('/v1/organizations/{organizationId}/branding/logo', { params, parseAs: 'blob' });
    const tag = answer.response.headers.get('etag');
    return answer.data instanceof Blob ? { picture: answer.data, tag } : null;
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') return null;
    throw error;
  }
}
