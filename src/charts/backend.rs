//! The canvas that plotters draws on: every mark becomes part of a [`Scene`].
//!
//! plotters knows pixels and colours, not what a line is for. So a kind says which part it draws, and lets plotters work out coordinates, mesh and series
//! ([`Canvas::plot`]). Colours that plotters passes are left unread. Its drawing area is ten times the frame, since it
//! counts in whole numbers.
//!
//! A backend of plotters' that lacks a method draws it pixel by pixel, silently: six bars became five thousand lines in
//! a trial. So this one has every method, and refuses pixels and bitmaps with an error.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::series::LineSeries;
use plotters::style::{BLACK, Color};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::axis::Axis;
use super::scene::tenths;
use super::{Anchor, Frame, Layer, Mark, Part, Place, Scene, Shape, lettering, style};

/// A scene that is being drawn.
pub struct Canvas {
    sheet: Rc<RefCell<Sheet>>,
    area: DrawingArea<Backend, Shift>,
}

/// What the canvas and plotters' backend share.
struct Sheet {
    scene: Scene,
    part: Part,
}

/// The scene as plotters sees it.
struct Backend(Rc<RefCell<Sheet>>);

/// plotters asked for single pixels, which have no meaning.
#[derive(Debug)]
pub struct PixelsAsked;

impl fmt::Display for PixelsAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chart's scene holds no pixels")
    }
}

impl std::error::Error for PixelsAsked {}

/// A rectangle in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Region {
    /// From the left edge of the frame to its left side.
    pub left: f32,
    /// From the top edge to its top.
    pub top: f32,
    /// From the left edge to its right side.
    pub right: f32,
    /// From the top edge to its foot.
    pub bottom: f32,
}

/// A part of the canvas with a scale along both sides.
pub struct Plot {
    sheet: Rc<RefCell<Sheet>>,
    context: ChartContext<'static, Backend, Cartesian2d<Axis, Axis>>,
}

const IMPOSSIBLE: &str = "the backend refuses only pixels and bitmaps, and nothing that we let plotters draw has any";

impl Canvas {
    /// An empty canvas. The frame's height must be the one that the drawing needs.
    pub fn new(kind: &'static str, frame: Frame) -> Canvas {
        let sheet = Sheet { scene: Scene::new(kind, frame), part: Part::Grid };
        let sheet = Rc::new(RefCell::new(sheet));
        Canvas { area: Backend(Rc::clone(&sheet)).into_drawing_area(), sheet }
    }

    /// Words on their base line, in pixels.
    pub fn text(&self, part: Part, (x, y): (f32, f32), anchor: Anchor, text: &str) {
        if !text.is_empty() {
            let shape = Shape::Text { at: (tenths(x), tenths(y)), anchor, text: text.into() };
            self.sheet.borrow_mut().push(part, shape);
        }
    }

    /// A line through places in pixels.
    pub fn line(&self, part: Part, places: &[(f32, f32)]) {
        let places = places.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect();
        self.sheet.borrow_mut().push(part, Shape::Line(places));
    }

    /// A rectangle in pixels.
    pub fn rectangle(&self, part: Part, region: Region) {
        let shape =
            Shape::Rectangle((tenths(region.left), tenths(region.top)), (tenths(region.right), tenths(region.bottom)));
        self.sheet.borrow_mut().push(part, shape);
    }

    /// A marker at a place in pixels.
    pub fn point(&self, part: Part, (x, y): (f32, f32), radius: f32) {
        let shape = Shape::Point { at: (tenths(x), tenths(y)), radius: tenths(radius) };
        self.sheet.borrow_mut().push(part, shape);
    }

    /// A region with scales, for plotters to draw in.
    pub fn plot(&self, region: Region, x: Axis, y: Axis) -> Plot {
        let frame = self.sheet.borrow().scene.frame;
        let margin = |pixels: f32, of: f32| tenths(pixels.clamp(0.0, of - 1.0));
        let context = ChartBuilder::on(&self.area)
            .margin_left(margin(region.left, frame.width))
            .margin_top(margin(region.top, frame.height))
            .margin_right(margin(frame.width - region.right, frame.width - region.left))
            .margin_bottom(margin(frame.height - region.bottom, frame.height - region.top))
            .build_cartesian_2d(x, y)
            .expect(IMPOSSIBLE);
        Plot { sheet: Rc::clone(&self.sheet), context }
    }

    /// The finished scene.
    pub fn finish(self) -> Scene {
        let empty = Scene::new("", Frame::WIDE);
        std::mem::replace(&mut self.sheet.borrow_mut().scene, empty)
    }
}

impl Plot {
    /// The lines of both scales, drawn at their ticks.
    pub fn mesh(&mut self, part: Part) {
        self.sheet.borrow_mut().part = part;
        self.context
            .configure_mesh()
            .disable_x_axis()
            .disable_y_axis()
            .max_light_lines(0)
            .bold_line_style(BLACK)
            .draw()
            .expect(IMPOSSIBLE);
    }

    /// A line through figures.
    pub fn line(&mut self, part: Part, figures: &[(f64, f64)]) {
        self.sheet.borrow_mut().part = part;
        self.context.draw_series(LineSeries::new(figures.iter().copied(), BLACK)).expect(IMPOSSIBLE);
    }

    /// A straight line between two figures.
    pub fn rule(&self, part: Part, from: (f64, f64), to: (f64, f64)) {
        self.sheet.borrow_mut().part = part;
        self.context.plotting_area().draw(&PathElement::new([from, to], BLACK)).expect(IMPOSSIBLE);
    }

    /// A marker at a figure.
    pub fn point(&self, part: Part, at: (f64, f64), radius: f32) {
        self.sheet.borrow_mut().part = part;
        self.context.plotting_area().draw(&Circle::new(at, tenths(radius), BLACK.filled())).expect(IMPOSSIBLE);
    }

    /// A bar between two corners.
    pub fn bar(&self, part: Part, from: (f64, f64), to: (f64, f64)) {
        self.sheet.borrow_mut().part = part;
        self.context.plotting_area().draw(&Rectangle::new([from, to], BLACK.filled())).expect(IMPOSSIBLE);
    }

    /// Where a figure stands, in pixels.
    pub fn place(&self, at: (f64, f64)) -> (f32, f32) {
        let (x, y) = self.context.plotting_area().map_coordinate(&at);
        (x as f32 / 10.0, y as f32 / 10.0)
    }
}

impl Sheet {
    fn push(&mut self, part: Part, shape: Shape) {
        let mark = Mark { shape };
        match self.scene.layers.last_mut() {
            Some(layer) if layer.part == part => layer.marks.push(mark),
            _ => self.scene.layers.push(Layer { part, marks: vec![mark] }),
        }
    }

    fn push_here(&mut self, shape: Shape) {
        self.push(self.part, shape);
    }
}

type Drawn = Result<(), DrawingErrorKind<PixelsAsked>>;

impl Backend {
    fn push(&self, shape: Shape) -> Drawn {
        self.0.borrow_mut().push_here(shape);
        Ok(())
    }
}

impl DrawingBackend for Backend {
    type ErrorType = PixelsAsked;

    fn get_size(&self) -> (u32, u32) {
        let frame = self.0.borrow().scene.frame;
        (tenths(frame.width).max(1) as u32, tenths(frame.height).max(1) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Err(DrawingErrorKind::DrawingError(PixelsAsked))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        Err(DrawingErrorKind::DrawingError(PixelsAsked))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Drawn {
        self.push(Shape::Line(vec![from, to]))
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, _: bool) -> Drawn {
        let upper_left = (from.0.min(to.0), from.1.min(to.1));
        let lower_right = (from.0.max(to.0), from.1.max(to.1));
        self.push(Shape::Rectangle(upper_left, lower_right))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        self.push(Shape::Line(path.into_iter().collect()))
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, _: &S, _: bool) -> Drawn {
        self.push(Shape::Point { at, radius: i32::try_from(radius).unwrap_or(i32::MAX) })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, _: &S) -> Drawn {
        let mut corners: Vec<Place> = corners.into_iter().collect();
        corners.extend(corners.first().copied());
        self.push(Shape::Line(corners))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        self.push(Shape::Text { at, anchor, text: text.into() })
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<PixelsAsked>> {
        let bold = style::is_bold(self.0.borrow().part);
        let size = style.size() as f32;
        Ok((lettering::width(text, size, bold).ceil() as u32, size.ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use plotters::style::{IntoTextStyle, TextStyle};

    use super::*;

    #[test]
    fn pixels_and_bitmaps_are_refused() {
        let canvas = Canvas::new("test", Frame::WIDE);
        assert!(canvas.area.draw_pixel((1, 1), &BLACK).is_err());
        assert!(Backend(Rc::clone(&canvas.sheet)).blit_bitmap((0, 0), (1, 1), &[0, 0, 0]).is_err());
        assert!(canvas.finish().layers.is_empty());
    }

    /// Each element that plotters may draw arrives as one mark: were a method missing, its default would ask for pixels.
    #[test]
    fn every_element_arrives_as_one_mark() {
        let canvas = Canvas::new("test", Frame::WIDE);
        let style = BLACK.filled().stroke_width(3);
        canvas.area.draw(&PathElement::new([(0, 0), (9, 9), (20, 0)], style)).expect("a path");
        canvas.area.draw(&Circle::new((50, 50), 5, style)).expect("a circle");
        canvas.area.draw(&Rectangle::new([(30, 30), (10, 10)], style)).expect("a rectangle");
        canvas.area.draw(&plotters::element::Polygon::new([(0, 0), (9, 9), (20, 0)], style)).expect("a polygon");
        canvas.area.draw(&plotters::element::TriangleMarker::new((50, 50), 5, style)).expect("a triangle");
        let letters: TextStyle = ("sans-serif", 14).into_text_style(&(100, 100));
        canvas.area.draw_text("words", &letters, (5, 5)).expect("a text");
        assert!(canvas.area.estimate_text_size("words", &letters).expect("a size").0 > 20);
        let scene = canvas.finish();
        assert_eq!(scene.marks().count(), 6);
        assert!(scene.marks().any(|(_, mark)| mark.shape == Shape::Rectangle((10, 10), (30, 30))));
    }

    #[test]
    fn marks_of_one_part_share_a_layer() {
        let canvas = Canvas::new("test", Frame::WIDE);
        canvas.point(Part::Dot, (1.0, 1.0), 2.0);
        canvas.point(Part::Dot, (2.0, 1.0), 2.0);
        canvas.text(Part::Note, (0.0, 0.0), Anchor::Start, "a note");
        let scene = canvas.finish();
        assert_eq!(scene.layers.iter().map(|layer| layer.marks.len()).collect::<Vec<_>>(), [2, 1]);
    }
}
