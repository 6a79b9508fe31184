export { startUp as register } from './config/start-up'
