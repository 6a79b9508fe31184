/** The mark of Gatehouse, the same as on the hosted pages. Decorative; a name stands beside it. */
export const Logo = ({ size }: { readonly size: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" fill="#4a58d6" />
    <path
      fill="#fff"
      stroke="#fff"
      strokeWidth=".6"
      strokeLinejoin="round"
      d="M7 7v18h5.5v-5.5a3.5 3.5 0 0 1 7 0V25H25V7h-4v3h-3V7h-4v3h-3V7z"
    />
  </svg>
)
