import { describe, expect, it } from '@jest/globals'
import { accessRuleOf } from './access-rule.js'
import { Public, RequireAcr, RequireAnyScope, RequireRoles, RequireScopes } from './decorators.js'

@RequireScopes('base')
class Base {}

@RequireScopes('class')
@RequireAnyScope('x', 'y')
class Strict extends Base {
  @RequireScopes('method')
  @RequireRoles('auditor')
  @RequireAcr('strong')
  adds(this: void): void {}

  @Public()
  triesToOpen(this: void): void {}

  inherits(this: void): void {}
}

@Public()
class Open {
  open(this: void): void {}

  @RequireScopes('method')
  closes(this: void): void {}
}

class Silent {
  silent(this: void): void {}

  @RequireScopes()
  anyToken(this: void): void {}
}

describe('accessRuleOf', () => {
  it('adds what the method requires to what class and base class require', () => {
    expect(accessRuleOf(Strict.prototype.adds, Strict).requirement).toEqual({
      scopes: ['base', 'class', 'method'],
      anyScope: [['x', 'y']],
      roles: ['auditor'],
      acr: [['strong']],
    })
  })

  it('does not let a public method weaken a class that requires something', () => {
    const rule = accessRuleOf(Strict.prototype.triesToOpen, Strict)
    expect(rule.public).toBe(false)
    expect(rule.requirement.scopes).toEqual(['base', 'class'])
  })

  it('does not let a subclass change its base class', () => {
    expect(accessRuleOf(Strict.prototype.inherits, Base).requirement.scopes).toEqual(['base'])
  })

  it('opens every method of a public class but those that require something', () => {
    expect(accessRuleOf(Open.prototype.open, Open).public).toBe(true)
    expect(accessRuleOf(Open.prototype.closes, Open).public).toBe(false)
  })

  it('protects a route that declares nothing, and says that it declares nothing', () => {
    expect(accessRuleOf(Silent.prototype.silent, Silent)).toMatchObject({ public: false, declared: false })
  })

  it('takes RequireScopes without a scope as a declaration: any valid token', () => {
    expect(accessRuleOf(Silent.prototype.anyToken, Silent)).toMatchObject({ public: false, declared: true })
  })
})
