import { GATEHOUSE_ALONE } from './gatehouse-alone.mjs'
import { GRANTS } from './grants.mjs'
import { LOOK_UPS } from './look-ups.mjs'

/** Every kind of work that is measured, in the order of the table. */
export const SCENARIOS = [...GRANTS, ...LOOK_UPS, ...GATEHOUSE_ALONE]
