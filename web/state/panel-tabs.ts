/** Tabs of the panel in the modes that have more than one kind of work. */
export type PanelTab =
  /** of mode `data` */
  | 'daily'
  | 'import'
  | 'export'
  | 'interface'
  /** of mode `admin` */
  | 'people'
  | 'rules'
  | 'holidays'
  | 'audit'
  | 'account';
