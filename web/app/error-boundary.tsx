import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../ui/states.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Keeps a fault in one part of the screen from taking the rest with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('A part of the screen has failed', error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Fallen detail={error.message} retry={() => this.setState({ error: null })} />;
  }
}

function Fallen({ detail, retry }: { detail: string; retry(): void }) {
  const { t } = useTranslation();
  return (
    <ErrorState
      title={t('error.boundaryTitle')}
      text={t('error.boundary')}
      detail={detail}
      lang="en"
      action={{ label: t('action.retry'), run: retry }}
    />
  );
}
