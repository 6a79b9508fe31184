/** A setting of the server as the admin API shows it. Each is fixed by the server's environment. */
export interface AdminSetting {
  /** The environment variable. */
  name: string
  description: string
  /** What is in force; null where it is absent, and always for a secret. */
  value: string | number | null
  /** What holds where nothing is given; null for none. */
  default: string | number | null
  /** Where it comes from: the variable, the file that `<name>_FILE` names, or neither. */
  source: 'environment' | 'file' | 'default'
  /** True where the value is never shown. */
  is_secret: boolean
}

/** Every setting of the server. */
export interface AdminSettings {
  items: AdminSetting[]
}
