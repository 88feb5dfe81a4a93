//! From markup to Rust: the static text, then one call for each part in the order in which the text marks it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use rstml::node::{KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeBlock, NodeElement};
use rstml::{Infallible, Parser, ParserConfig};
use syn::spanned::Spanned as _;
use syn::{Error, Expr, Lit, Result, Stmt};

use crate::template::Template;

/// What a view comes to.
#[derive(Default)]
struct View {
    template: Template,
    parts: Vec<TokenStream>,
}

/// The whole macro.
pub(crate) fn expand(markup: TokenStream) -> Result<TokenStream> {
    let nodes = Parser::new(ParserConfig::default()).parse_simple(markup)?;
    match nodes.as_slice() {
        [] => return Ok(quote!(crate::view::Node::Nothing)),
        [Node::Block(block)] => {
            let inside = inside(block);
            return Ok(quote!(crate::view::IntoNode::into_node(#inside)));
        }
        _ => {}
    }
    let mut view = View::default();
    for node in nodes {
        view.node(&node)?;
    }
    Ok(view.finish())
}

/// A name that no expression of the screen can see.
fn parts() -> Ident {
    Ident::new("parts", Span::mixed_site())
}

impl View {
    fn node(&mut self, node: &Node<Infallible>) -> Result<()> {
        match node {
            Node::Element(element) => self.element(element),
            Node::Text(text) => {
                self.template.text(&text.value_string());
                Ok(())
            }
            Node::Block(block) => {
                self.template.child();
                let inside = inside(block);
                self.part(inside.span(), &quote!(IntoNode::give), &inside);
                Ok(())
            }
            Node::Fragment(fragment) => fragment.children.iter().try_for_each(|it| self.node(it)),
            other => Err(Error::new(other.span(), "a view has elements, texts in quotes and {expressions}")),
        }
    }

    fn element(&mut self, element: &NodeElement<Infallible>) -> Result<()> {
        let tag = element.name().to_string();
        if tag.contains(|it: char| it.is_uppercase()) {
            return Err(Error::new(
                element.name().span(),
                "there are no components: call a function in braces instead",
            ));
        }
        self.template.open(&tag);
        for attribute in element.attributes() {
            match attribute {
                NodeAttribute::Attribute(attribute) => self.attribute(attribute)?,
                NodeAttribute::Block(block) => {
                    return Err(Error::new(block.span(), "an attribute has a name"));
                }
            }
        }
        for child in element.children() {
            self.node(child)?;
        }
        self.template.close();
        Ok(())
    }

    fn attribute(&mut self, attribute: &KeyedAttribute) -> Result<()> {
        let (name, span) = (attribute.key.to_string(), attribute.key.span());
        if matches!(attribute.possible_value, KeyedAttributeValue::None) {
            self.template.attribute(&name, "");
            return Ok(());
        }
        let value = attribute.value().ok_or_else(|| Error::new(span, "this has no value"))?;
        match name.split_once(':') {
            Some(("on", event)) => {
                self.template.listen(event);
                self.part(span, &quote!(listen), value);
            }
            Some(("prop", property)) => {
                self.template.given(&format!(".{property}"));
                self.part(span, &quote!(IntoValue::give_value), value);
            }
            // The policy of the page forbids them, silently.
            None if name == "style" => return Err(Error::new(span, "classes, not styles")),
            Some(("style", _)) => return Err(Error::new(span, "classes, not styles")),
            _ => match literal(value) {
                Some(text) => self.template.attribute(&name, &text),
                None => {
                    self.template.given(&name);
                    self.part(span, &quote!(IntoValue::give_value), value);
                }
            },
        }
        Ok(())
    }

    fn part(&mut self, span: Span, give: &TokenStream, value: &impl ToTokens) {
        let parts = parts();
        let call = quote_spanned!(span.resolved_at(Span::call_site()) => crate::view::#give);
        self.parts.push(quote!(#call(#value, &mut #parts);));
    }

    fn finish(self) -> TokenStream {
        let (template, calls, count, parts) =
            (self.template.as_str(), &self.parts, self.parts.len(), parts());
        if count == 0 {
            return quote!({
                static TEMPLATE: &str = #template;
                crate::view::Parts::none().into_view(&TEMPLATE)
            });
        }
        quote!({
            static TEMPLATE: &str = #template;
            let mut #parts = crate::view::Parts::of(#count);
            #(#calls)*
            #parts.into_view(&TEMPLATE)
        })
    }
}

/// The text of an attribute that is written out.
fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// What stands in braces, without them when it is one expression.
fn inside(block: &NodeBlock) -> TokenStream {
    if let NodeBlock::ValidBlock(block) = block
        && let [Stmt::Expr(only, None)] = block.stmts.as_slice()
    {
        return only.to_token_stream();
    }
    block.to_token_stream()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refuses(markup: TokenStream, says: &str) {
        let refused = expand(markup).map(|it| it.to_string()).expect_err("this is no view");
        assert!(refused.to_string().contains(says), "{refused}");
    }

    #[test]
    fn what_the_page_does_not_do_is_refused_where_it_is_written() {
        refuses(quote!(<Card/>), "call a function in braces");
        refuses(quote!(<p style:color="ink"></p>), "classes, not styles");
        refuses(quote!(<p style="margin: 0"></p>), "classes, not styles");
        refuses(quote!(<p {class}></p>), "an attribute has a name");
    }

    #[test]
    fn an_element_that_never_ends_is_refused() {
        assert!(expand(quote!(<p>)).is_err());
    }

    #[test]
    fn nothing_at_all_is_a_node_too() {
        assert_eq!(
            expand(TokenStream::new()).map(|it| it.to_string()).ok(),
            Some(quote!(crate::view::Node::Nothing).to_string())
        );
    }
}
