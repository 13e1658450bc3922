// Everything that spends money: a quote is asked for, shown, confirmed once and followed.
//   const ask = useMutation({ mutationFn: () => askQuote(account, { kind: 'renew_domain', domain, years: 1 }) })
//   {ask.data && <QuoteReview quote={ask.data} onOrdered={(order) => setOrder(order.id)} onAgain={() => ask.mutate()} />}
//   {order && <OrderProgress id={order} done={<Button>Go on</Button>} />}
export * from './purchase/order'
export { QuoteReview } from './purchase/QuoteReview'
export { OrderProgress } from './purchase/OrderProgress'
