/** The mark of Gatehouse: a gate in its arch. Decorative; a name stands beside it. */
export const Logo = ({ size }: { readonly size: number }) => (
  <svg width={size} height={size} viewBox="0 0 28 28" fill="none" aria-hidden="true" focusable="false">
    <rect width="28" height="28" rx="8" fill="#4a58d6" />
    <path
      d="M7 21.5V13a7 7 0 0 1 14 0v8.5M11.7 21.5v-12M16.3 21.5v-12M7.4 15.3h13.2"
      stroke="#fff"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  </svg>
)
