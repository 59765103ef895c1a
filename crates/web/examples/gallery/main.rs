//! A gallery of the kit's components, for those who draw them: `cargo run -p bassin-web --example gallery`, then <http://127.0.0.1:8099/>.

mod body;

use std::{net::SocketAddr, sync::Arc};

use askama::Template;
use axum::{Router, response::Response, routing::get};
use bassin_kernel::{Language, LocalizedText, Problem, Violation};
use bassin_web::{
    Catalogue, Choice, Column, Entry, Failure, Field, Link, Page, Pager, Reader, Shell, Sort, Term,
    chart::{self, Bar, Caption, Reading, Series},
    classes::quantiles,
    map::{self, Shape},
    openapi, shell,
};
use utoipa_axum::{router::OpenApiRouter, routes};

const FRENCH: &str = "territories = Territoires\nindicators = Indicateurs\nsources = Sources\napi = Interface (API)\n";
const ENGLISH: &str = "territories = Territories\nindicators = Indicators\nsources = Sources\napi = API\n";

#[derive(Template)]
#[template(path = "../examples/gallery/gallery.html")]
struct Gallery<'a> {
    r: &'a Reader,
    columns: Vec<Column>,
    pager: Pager,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    line: String,
    bars: String,
    map: String,
}

async fn gallery(reader: Reader) -> Result<Response, Failure> {
    let template = Gallery {
        columns: vec![
            Column::words("Indicateur"),
            Column::figures("Ardennes", "").sorted_at("?tri=valeur", Sort::Descending),
            Column::figures("Évolution 2012–2017", "%").sorted_at("?tri=evolution", Sort::None),
            Column::figures("Grand Est", ""),
        ],
        pager: Pager::new(2, 20, 96, |page| format!("?page={page}")),
        fields: fields(),
        rest: vec![
            Violation::new("quorum", "Deux composantes sur trois sont représentées : il en manque une.", "")
                .sourced("Accord de coopération, article 12"),
        ],
        line: line(&reader),
        bars: bars(&reader),
        map: grid(&reader),
        r: &reader,
    };
    let page = Page::of("Département des Ardennes", &template)?.section("territories");
    Ok(reader.page(page.trail([Link::new("Territoires", "/"), Link::new("Grand Est", "/")])))
}

fn fields() -> Vec<Field> {
    let wrong = |text: &str| Violation::new("code", text, text);
    let components = [
        Choice::new("a", "Entreprises et partenaires sociaux").hint("Trois sièges au moins."),
        Choice::new("b", "Opérateurs de l’emploi, de la formation et de l’insertion"),
        Choice::new("c", "Enseignement qualifiant"),
    ];
    vec![
        Field::hidden("id", "1"),
        Field::area("perimetre")
            .label("Périmètre")
            .hint("Des zones et des communes, ajoutées ou retirées.")
            .value("departement:8")
            .lines(3)
            .required()
            .wrong(wrong("Le département « 8 » n’existe pas : écrivez 08.").sourced("Accord de coopération, article 7")),
        Field::text("titre").label("Intitulé").value("Réunion de rentrée"),
        Field::email("courriel").label("Adresse de courriel").required(),
        Field::date("jour").label("Date").hint("Dix jours au moins après la convocation.").min("2026-11-22"),
        Field::time("heure").label("Heure").value("14:30"),
        Field::number("part").label("Part").value("12,5"),
        Field::select("composante").label("Composante").choices(components.clone()),
        Field::radios("composante-2")
            .label("Composante")
            .choices(components.clone())
            .value("a")
            .required()
            .wrong(wrong("Choisissez une composante.")),
        Field::checkboxes("composantes").label("Composantes représentées").choices(components).values(["a", "c"]),
        Field::picker("structure", "/suggestions?q=").label("Structure").hint("Tapez quelques lettres de son nom."),
        Field::checkbox("accord").label("La structure a donné son accord"),
        Field::file("piece").label("Pièce jointe").hint("PDF, 10 Mo au plus.").accept(".pdf"),
    ]
}

fn caption(id: &str, title: &str, sentence: &str) -> Caption {
    let source = "Insee, recensement de la population 2017, licence ouverte 2.0.".to_owned();
    Caption { id: id.into(), title: title.into(), sentence: sentence.into(), unit: "% des actifs".into(), decimals: 1, source, list: None }
}

fn line(reader: &Reader) -> String {
    let years: Vec<String> = (2012..=2020).map(|year| year.to_string()).collect();
    let known = |values: [f64; 9]| values.into_iter().map(|value| Some(Reading::exact(value))).collect::<Vec<_>>();
    let mut masked = known([15.5, 15.9, 16.2, 16.6, 16.8, 16.9, 16.4, 16.0, 15.7]);
    masked[3] = None;
    masked[7] = Reading::between(15.2, 16.6);
    masked[8] = Reading::between(14.6, 16.7);
    let series = [
        Series { label: "Ardennes".into(), readings: masked },
        Series { label: "Grand Est".into(), readings: known([12.9, 13.2, 13.5, 13.7, 13.8, 13.8, 13.3, 12.8, 12.4]) },
        Series { label: "France métropolitaine".into(), readings: known([12.7, 13.0, 13.2, 13.4, 13.4, 13.2, 12.9, 12.5, 12.1]) },
    ];
    let sentence = "Le chômage a reculé depuis 2017 dans les Ardennes, qui restent trois points au-dessus de la région.";
    chart::line(reader, &caption("evolution", "Chômage au sens du recensement", sentence), &years, &series)
}

fn bars(reader: &Reader) -> String {
    let bar = |label: &str, reading, subject| Bar { label: label.into(), reading, subject };
    let list = [
        bar("Ardennes", Some(Reading::exact(16.9)), true),
        bar("Grand Est", Some(Reading::exact(13.8)), false),
        bar("France métropolitaine", Some(Reading::exact(13.2)), false),
        bar("Province de Luxembourg", Reading::between(6.2, 9.1), false),
        bar("Communauté de communes dont le nom est fort long", None, false),
    ];
    chart::bars(reader, &caption("comparaison", "Comparaison", "Les Ardennes dépassent la région de trois points."), &list)
}

fn grid(reader: &Reader) -> String {
    let values: Vec<f64> = (0..48).map(|index| f64::from((index * 37) % 48) / 4.0 + 8.0).collect();
    let classes = quantiles(&values, 6);
    let shape = |(index, value): (usize, &f64)| {
        let (x, y) = ((index % 8) * 60 + (index / 8 % 2) * 30, index / 8 * 52);
        let unknown = index % 17 == 3;
        Shape {
            path: format!("M{} {y}l30 17v35l-30 17l-30-17v-35z", x + 30),
            label: format!("Zone {}", index + 1),
            value: (!unknown).then(|| reader.percent(*value, 1)),
            class: (!unknown).then(|| classes.of(*value)),
            address: Some(format!("/zones/{index}")),
        }
    };
    let shapes: Vec<Shape> = values.iter().enumerate().map(shape).collect();
    let caption = caption("carte", "Chômage par zone d’emploi", "Le chômage est plus élevé au nord.");
    map::choropleth(reader, &caption, (510.0, 330.0), &shapes, &classes.labels(reader, 1))
}

async fn problem() -> Failure {
    let unknown =
        Violation::new("unknown-zone", "Le zonage « departement » n’a pas de zone « 8 ».", "The zoning “departement” has no zone “8”.");
    let pasted =
        Violation::new("unknown-commune", "Le code « 99999 » n’est celui d’aucune commune.", "No municipality has the code “99999”.");
    Failure(Problem::new(bassin_kernel::Kind::Invalid, vec![unknown.at_offset(12).suggesting(["departement:08"]), pasted.at(14, "CODGEO")]))
}

/// A zone and its communes.
///
/// The zone is named by its zoning and its code.
#[utoipa::path(get, path = "/zones/{zone}", params(("zone" = String, Path, description = "Zoning and code", example = "departement:08")),
    responses((status = 200, description = "The zone")))]
async fn zone() -> &'static str {
    "{}"
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut settings = Shell::new(Catalogue::new(&[(Language::French, FRENCH), (Language::English, ENGLISH)]));
    let entry = |section, address| Entry { section, key: section, address };
    settings.navigation = vec![entry("territories", "/"), entry("indicators", "/indicateurs")];
    settings.footer = vec![entry("sources", "/sources"), entry("api", "/api")];
    settings.glossary = vec![Term {
        word: LocalizedText::same("EPCI"),
        definition: LocalizedText::new(
            "Établissement public de coopération intercommunale : un groupement de communes qui exercent ensemble des compétences.",
            "Public establishment for cooperation between municipalities.",
        ),
    }];
    settings.accounts = true;
    settings.identify = Some(Arc::new(|_| Box::pin(async { body::somebody() })));
    let rooms = Router::new()
        .route("/", get(gallery))
        .route("/instance", get(body::body))
        .route("/suggestions", get(body::suggestions))
        .route("/probleme", get(problem))
        .merge(openapi::documented(OpenApiRouter::new().routes(routes!(zone))));
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 8099))).await?;
    axum::serve(listener, shell(rooms, settings)).await
}
