import { NothingHere } from '../../shell/blocked-page'

/** Within the shell, so that one can go on from there. */
export default function NotFound() {
  return <NothingHere />
}
